import { killTests } from '../../kill/index.js';
import { options } from './conformance-options.js';

killTests(options);
