import type { Component } from 'svelte';

/** What `~icons/lucide/*` exports: a component that draws one `svg`. */
export type IconSource = Component;

export type Tab = 'today' | 'talk' | 'agreements' | 'thanks' | 'us';

/** Who can see a thing: design language §3. */
export type Visibility = 'only-me' | 'sealed' | 'both';

export type VesselName =
	'bowl' | 'jug' | 'vase' | 'plate' | 'cup' | 'jar' | 'bottle' | 'pot' | 'beaker' | 'dish';

/**
 * Closed: a hairline between two glazes. Opening: gold runs in from both ends, once. Open: gold,
 * because both have said yes. Companion: the line before two are together, with the other half
 * unglazed. Dashed: where a line will be.
 */
export type SeamState = 'closed' | 'opening' | 'open' | 'companion' | 'dashed';

/** A field as its form holds it: a refused form puts the focus on what stands in the way. */
export interface Focusable {
	focus: () => void;
}
