/** Answers to what `sync.attention` asks. */
import { AppError } from './app-error';

/** Sends the lost lines again from this phone, word for word. */
export async function putBack(space: string): Promise<void> {
	throw new AppError('signed_out', { cause: space });
}

/** Takes the server's line, and puts this phone's lost changes on top of it. */
export async function goOnFromHere(space: string): Promise<void> {
	throw new AppError('signed_out', { cause: space });
}

/** Refused words become a new private note. */
export async function keepInMySide(intent: string): Promise<void> {
	throw new AppError('signed_out', { cause: intent });
}

export async function forget(intent: string): Promise<void> {
	throw new AppError('signed_out', { cause: intent });
}

/** Tries the server now instead of at the next planned time. */
export async function retryNow(): Promise<void> {}
