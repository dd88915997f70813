import type { Component } from 'svelte';

/** What `~icons/lucide/*` exports: a component that draws one `svg`. */
export type IconSource = Component;

export type Tab = 'today' | 'talk' | 'agreements' | 'thanks' | 'us';

/** Who can see a thing: design language §3. */
export type Visibility = 'only-me' | 'sealed' | 'both';
