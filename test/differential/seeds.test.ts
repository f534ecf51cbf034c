import { differential } from './differential.js';

differential({
  project: 'seeds',
  steps: [
    { args: ['seed'] },
    {
      args: ['seed', '--select', 'bom', 'typed', 'repeated'],
      files: {
        'seeds/bom.csv': 'id,name\n1,one\n3,three\n',
        'seeds/repeated.csv': 'a,b,c\n2,y,2\n',
        'seeds/typed.csv': 'code,amount,day,rest\n003,1.25,2024-01-02,5\n',
      },
    },
    {
      args: ['seed', '--select', 'bom', '--full-refresh'],
      files: { 'seeds/bom.csv': 'id,name,more\n1,one,x\n' },
    },
    { args: ['seed', '--select', 'repeated'], files: { 'seeds/repeated.csv': 'a,b\n1,2,3\n' } },
    { args: ['build', '--select', 'numbers+', 'only_nulls+'] },
  ],
});
