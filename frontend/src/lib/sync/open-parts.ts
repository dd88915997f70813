/** What an open account is made of, and how it can end. */
import type { IdentityRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import type { Keyring } from './keyring';
import type { World } from './world';

export interface OpenParts {
	world: World;
	store: Store;
	identity: IdentityRow;
	login: string;
	keyring: Keyring;
	/** AUTH from unlocking, to renew a session that has merely ended. */
	auth: Uint8Array<ArrayBuffer> | null;
	/** The passphrase was typed just now, so that it need not be asked for on Today. */
	isTyped: boolean;
	/** The session is over, or another tab closed the account. */
	onEnded: (ending: Ending) => void;
}

export type Ending =
	/** By the server: `revoked` empties this phone, `signed_out` locks it. */
	| { how: 'revoked' | 'signed_out' }
	/** By another tab: locked, left in a hurry, or removed from this browser. */
	| { how: 'locked' | 'left' }
	| { how: 'gone'; notice: 'ended' | null };
