/** Whether a newer version of the app waits on this phone. */
const state: { ready: boolean } = $state({ ready: false });

export const update: Readonly<{ ready: boolean }> = state;

/** Called once by the root layout. A browser without service workers starts online only. */
export async function registerServiceWorker(): Promise<void> {}

/** The person pressed reload: the waiting version takes over. Drafts and outbox stay. */
export async function takeUpdate(): Promise<void> {}
