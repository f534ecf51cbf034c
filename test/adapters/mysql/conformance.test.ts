import { conformance } from '../../conformance/index.js';
import { options } from './conformance-options.js';

conformance(options);
