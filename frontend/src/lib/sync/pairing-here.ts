/** The pairing of an open account, with the doors and the turn that it needs. */
import type { AccountId } from '#lib/crypto/ids.js';
import type { Keyring } from './keyring';
import { Pairing } from './pairing';
import type { InvitationRows } from './pairing-row';
import { readOn } from './repair';
import type { SpaceLog } from './space-log';
import type { SpaceSet } from './space-set';
import type { VaultKeeper } from './vault-keeper';
import type { World } from './world';

export interface PairingHere {
	world: World;
	account: AccountId;
	keyring: Keyring;
	keeper: VaultKeeper;
	spaces: SpaceSet;
	/** The account is closed in this tab. */
	signal: AbortSignal;
	/** How this person is called. */
	name: () => string;
	/** Asks the server what the account is now. */
	meet: () => Promise<void>;
	leave: (log: SpaceLog) => Promise<void>;
	onChange: () => void;
}

export function pairingOf(rows: InvitationRows, here: PairingHere): Pairing {
	const { world, account, keyring, keeper, spaces, signal, name, meet, leave, onChange } = here;
	const { api, now, locks } = world;
	return new Pairing(
		{
			...{ api, now, keyring, keeper, spaces, name, leave },
			meet: async (space) => {
				await meet();
				const log = spaces.logs.get(space);
				if (log) await readOn(api, log);
			},
			readOn: (log) => readOn(api, log)
		},
		rows,
		async (work) => {
			if (locks === undefined) return work();
			return locks.request(`goldseam-pairing-${account}`, { signal }, work);
		},
		onChange
	);
}
