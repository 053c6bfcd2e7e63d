import { join } from 'path';
import { PYTHON_ENVIRONMENT } from './emulator';
import { keptEnvironment } from '../../packages/python';

/** Installs moto, unless it is installed already. */
export default async function () {
  await keptEnvironment(PYTHON_ENVIRONMENT, join(__dirname, 'requirements.txt'));
}
