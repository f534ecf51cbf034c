import { differential } from './differential.js';

differential({
  project: 'naming',
  steps: [
    { args: ['build'], compiled: true },
    { args: ['build'], files: { 'seeds/Given.csv': 'Id,Odd Name,select,UPPER\n1,a,c,c\n2,x,y,z\n' } },
    { args: ['build', '--full-refresh'], files: { 'seeds/Given.csv': 'Id,Odd Name,select,UPPER\n2,a,c,C\n' } },
  ],
});
