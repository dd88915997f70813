/** Everything that opens, changes or closes an account: one chunk, fetched when first needed. */
export { changePassphrase, makeNewRecoveryCode, recover } from '#lib/sync/credentials.js';
export { lockAccount } from '#lib/sync/enter.js';
export { deleteAccount, signOut } from '#lib/sync/leaving.js';
export { pinWait, removePin, setPin, unlockWithPin } from '#lib/sync/pin.js';
export { markRecoveryChecked } from '#lib/sync/profile-intent.js';
export { isPassphrase } from '#lib/sync/prove.js';
export { matchesCode } from '#lib/sync/recovery-memory.js';
export { leaveAccountHere, signIn, signInAgain, unlock } from '#lib/sync/sign-in.js';
export { finishSignUp, signUp } from '#lib/sync/sign-up.js';
export { browserWorld } from '#lib/sync/world.js';
