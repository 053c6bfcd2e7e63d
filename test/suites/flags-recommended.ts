import * as flags from 'aws-cdk-lib/recommended-feature-flags.json';
import { useContext } from './context';

useContext({ ...flags });
