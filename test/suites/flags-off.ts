import * as flags from 'aws-cdk-lib/recommended-feature-flags.json';
import { useContext } from './context';

useContext(Object.fromEntries(Object.entries(flags).filter(([, value]) => typeof value === 'boolean').map(([flag]) => [flag, false])));
