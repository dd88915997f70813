/** What the open account shows of limits, requests and agreements. */
import type { ObjectId, SpaceId } from '#lib/crypto/ids.js';
import type { AgreedView, AgreementsState, DraftView } from '#lib/view/agreements.svelte.js';
import { morningOf } from '#lib/agreements/days.js';
import { composeAgreed, type AgreedPlace } from '#lib/view/compose-agreed.js';
import { toAgreedView } from '#lib/view/compose-agreements.js';
import type { OwnPlace } from '#lib/view/compose-inbox.js';
import { apartFrom, composeKept, type ComposedKept } from '#lib/view/compose-kept.js';
import type { PendingIntent } from '#lib/view/compose-notes.js';
import type { AgreementDraft } from '#lib/log/content-agreement.js';
import type { AnswerTyping } from './answer-typing';
import type { AgreementDraftWords } from './draft-kinds';
import type { SpaceLog } from './space-log';
import type { SpaceSet } from './space-set';
import type { TypedDrafts } from './typed-drafts';

export interface AgreeScreensParts {
	spaces: SpaceSet;
	typed: TypedDrafts<AgreementDraftWords>;
	answers: AnswerTyping;
	now: () => number;
	ownPlace: () => OwnPlace;
	pending: (space: SpaceId) => PendingIntent[];
}

interface Found {
	log: SpaceLog;
	view: AgreedView;
}

export class AgreeScreens {
	/** Drafts in My side. */
	kept: ComposedKept<AgreementDraft>[] = [];
	private found = new Map<ObjectId, Found>();

	constructor(private readonly parts: AgreeScreensParts) {}

	refresh(): void {
		this.kept = composeKept(this.parts.ownPlace(), 'agreement_draft');
		this.found = new Map(
			this.parts.spaces.shared.flatMap((log) => {
				const place = this.placeOf(log);
				return composeAgreed(place).flatMap((composed): [ObjectId, Found][] => {
					const view = toAgreedView(place, composed);
					return view ? [[composed.folded.id, { log, view }]] : [];
				});
			})
		);
	}

	clear(): void {
		this.kept = [];
		this.found.clear();
	}

	get state(): AgreementsState {
		const all = [...this.found.values()].map(({ view }) => view);
		return {
			all: all.sort((a, b) => b.lastMs - a.lastMs),
			drafts: this.drafts(),
			savedAs: this.parts.typed.savedAs
		};
	}

	find(id: ObjectId): Found | undefined {
		return this.found.get(id);
	}

	/**
	 * When each agreement is looked at again, for who is to be reminded; null where nothing is in
	 * force, or this person has said how it ends. One that was never agreed is not among them.
	 */
	get reviews(): ReadonlyMap<string, number | null> {
		return new Map(
			[...this.found].flatMap(([id, { view }]) => {
				const wasAgreed = view.history.some(({ act }) => act === 'accepted');
				if (view.kind !== 'agreement' || !wasAgreed) return [];
				const { review, closed } = view;
				const isOver = closed || review === null || review.suggested?.mine === true;
				return [[id, isOver ? null : morningOf(review.day)]];
			})
		);
	}

	/** What is being typed stands in the place of what it changes. */
	private drafts(): DraftView[] {
		const views = new Map<string, DraftView>(
			this.kept.map((draft) => [draft.id, toDraftView(draft)])
		);
		for (const [id, { words, keptMs, base }] of this.parts.typed.all) {
			const apart = apartFrom(
				this.kept.find((draft) => draft.id === id),
				base
			);
			const others = apart.map((other) => other.words);
			views.set(id, { ...words, id, keptMs, onlyHere: true, others });
		}
		return [...views.values()].sort((a, b) => b.keptMs - a.keptMs);
	}

	private placeOf(log: SpaceLog): AgreedPlace {
		const { spaces, answers, now, pending } = this.parts;
		const { space, own } = log.keys;
		const base = { space, me: own.member, fold: log.fold, pending: pending(space) };
		return { ...base, closed: spaces.isClosed(log), begun: answers.all, nowMs: now() };
	}
}

function toDraftView({
	id,
	words,
	keptMs,
	onlyHere,
	others
}: ComposedKept<AgreementDraft>): DraftView {
	return { ...words, id, keptMs, onlyHere, others: others.map((other) => other.words) };
}
