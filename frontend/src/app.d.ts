declare global {
	namespace App {
		interface PageState {
			/** The step of sign-up that this entry of the history stands for. It holds no words. */
			signUpStep?: 'adults' | 'name' | 'passphrase';
			/** A draft that was begun a moment ago, and in which nothing is typed. */
			fresh?: boolean;
		}
	}
}

export {};
