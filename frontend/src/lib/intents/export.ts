import { AppError } from './app-error';

/** My side as a JSON file: sealed bodies, signatures and wraps, which the recovery code opens. */
export async function exportMySide(): Promise<Blob> {
	throw new AppError('signed_out');
}
