/** The ten themes of the library (clinical guide §2), each with its name and its vessel. */
import { m } from '#lib/paraglide/messages.js';
import type { VesselName } from '#lib/ui/types.js';

export interface Theme {
	id: string;
	name: () => string;
	vessel: VesselName;
}

export const themes: readonly Theme[] = [
	{ id: 'emotional-safety', name: m.theme_emotional_safety, vessel: 'bowl' },
	{ id: 'communication', name: m.theme_communication, vessel: 'jug' },
	{ id: 'about-therapy', name: m.theme_about_therapy, vessel: 'dish' },
	{ id: 'intimacy', name: m.theme_intimacy, vessel: 'vase' },
	{ id: 'boundaries', name: m.theme_boundaries, vessel: 'beaker' },
	{ id: 'self-compassion', name: m.theme_self_compassion, vessel: 'cup' },
	{ id: 'mindfulness', name: m.theme_mindfulness, vessel: 'plate' },
	{ id: 'emotional-wounds', name: m.theme_emotional_wounds, vessel: 'pot' },
	{ id: 'betrayal-and-trust', name: m.theme_betrayal_and_trust, vessel: 'jar' },
	{ id: 'moving-forward', name: m.theme_moving_forward, vessel: 'bottle' }
];
