/** What the open account shows: every log folded, the outbox laid on top, and what is being typed. */
import type { MemberId, SpaceId } from '#lib/crypto/ids.js';
import type { ThanksParts } from '#lib/log/content.js';
import { membersOf } from '#lib/log/fold-space.js';
import type { IdentityRow } from '#lib/store/rows.js';
import {
	composeNotes,
	composeProfile,
	type ComposedNote,
	type PendingIntent
} from '#lib/view/compose-notes.js';
import {
	composeDrafts,
	composeJar,
	composeThanks,
	type ComposedCopy,
	type ComposedDraft,
	type ComposedThanks
} from '#lib/view/compose-thanks.js';
import {
	composeInbox,
	composeUsTime,
	newestCame,
	holds,
	seenIn,
	type OwnPlace
} from '#lib/view/compose-inbox.js';
import { composeAsking } from '#lib/view/asking.js';
import { composeClosed, composeTogether, type SharedPlace } from '#lib/view/compose-us.js';
import { showAccount } from '#lib/view/show-account.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { CameView } from '#lib/view/inbox.svelte.js';
import type { TogetherView } from '#lib/view/us.svelte.js';
import type { TodaySaid } from '#lib/talk/today-said.js';
import { AgreeScreens } from './agree-screens';
import type { AnswerRows } from './answer-rows';
import type { AnswerTyping } from './answer-typing';
import type { AgreementDraftWords } from './draft-kinds';
import type { Drafts } from './drafts';
import type { Outbox } from './outbox';
import type { PageTyping } from './page-typing';
import { refusedAttention } from './refused';
import type { SpaceLog } from './space-log';
import { factsOf, type SpaceSet } from './space-set';
import { TalkScreens } from './talk-screens';
import type { TypedDrafts } from './typed-drafts';
import type { VaultKeeper } from './vault-keeper';

export interface ScreensParts {
	identity: IdentityRow;
	login: string;
	spaces: SpaceSet;
	outbox: Outbox;
	drafts: Drafts;
	typedThanks: TypedDrafts<ThanksParts>;
	answers: AnswerTyping;
	pages: PageTyping;
	typedAgreements: TypedDrafts<AgreementDraftWords>;
	sealed: AnswerRows;
	said: TodaySaid;
	keeper: VaultKeeper;
	now: () => number;
}

export class Screens {
	notes: ComposedNote[] = [];
	drafts: ComposedDraft[] = [];
	jar: ComposedCopy[] = [];
	/** Of every shared space on this phone. */
	thanks: ComposedThanks[] = [];
	readonly talk: TalkScreens;
	readonly agreements: AgreeScreens;
	private together: TogetherView | null = null;

	constructor(private readonly parts: ScreensParts) {
		const { spaces, sealed, pages, typedAgreements, answers, said, now } = parts;
		this.talk = new TalkScreens({
			...{ spaces, answers: sealed, pages, said, now },
			ownPlace: () => this.ownPlace,
			pending: (space) => this.pending(space)
		});
		this.agreements = new AgreeScreens({
			...{ spaces, typed: typedAgreements, answers, now },
			ownPlace: () => this.ownPlace,
			pending: (space) => this.pending(space)
		});
	}

	/** How this person is called. */
	get name(): string {
		const { fold, pending } = this.ownPlace;
		return composeProfile(fold, pending)?.name ?? this.parts.login;
	}

	refresh(findings: readonly Attention[]): void {
		const { identity, spaces, outbox, drafts, keeper, answers, sealed, now } = this.parts;
		const { typedThanks } = this.parts;
		drafts.freezeBases(this.notes);
		const { fold, pending } = this.ownPlace;
		this.notes = composeNotes(fold, pending);
		this.drafts = composeDrafts(fold, pending);
		this.jar = composeJar(fold, pending);
		this.thanks = spaces.shared.flatMap((log) => this.thanksIn(log));
		this.together = this.findTogether();
		this.talk.refresh();
		this.agreements.refresh();
		showAccount({
			fold,
			pending,
			notes: this.notes,
			savedAs: drafts.savedAs,
			thisDevice: identity.device,
			unsent: outbox.size + sealed.waiting.length,
			attention: [
				...findings,
				...(keeper.wasAhead ? [{ kind: 'set_passphrase_again' } as const] : []),
				...refusedAttention(outbox.entries, (id) => this.agreements.find(id)?.view.title ?? ''),
				...this.talk.attention
			],
			together: this.together,
			closed: this.closed(),
			thanks: this.thanks,
			readers: this.readers(),
			drafts: this.drafts,
			jar: this.jar,
			typed: typedThanks.all,
			begun: answers.all,
			thanksSavedAs: typedThanks.savedAs,
			came: this.came(now()),
			pushOffered: holds({ fold, pending }, 'push_offer'),
			usTime: composeUsTime({ fold, pending }),
			asking: composeAsking({ fold, pending }),
			talk: this.talk.state,
			agreements: this.agreements.state,
			nowMs: now()
		});
	}

	clear(): void {
		this.notes = [];
		this.drafts = [];
		this.jar = [];
		this.thanks = [];
		this.talk.clear();
		this.agreements.clear();
		this.together = null;
	}

	/** How a shared space is looked at; null for one that is not shared, or not by the vault. */
	place(log: SpaceLog): SharedPlace | null {
		const { keys, fold, chain } = log;
		const shared = this.parts.spaces.membershipOf(keys.space)?.shared;
		if (keys.parties.kind !== 'shared' || !shared) return null;
		const own = this.ownPlace;
		const profile = composeProfile(own.fold, own.pending);
		return {
			parties: keys.parties,
			partnerName: shared.partner.name,
			fold,
			seq: chain.seq,
			pending: this.pending(keys.space),
			profile: { name: this.name, glaze: profile?.glaze ?? 'celadon' }
		};
	}

	/** How somebody in this space is called there. */
	nameOf(log: SpaceLog, member: MemberId): string | null {
		const place = this.place(log);
		if (!place) return null;
		const said = membersOf(log.fold).get(member)?.profile.name;
		return said ?? (member === log.keys.own.member ? this.name : place.partnerName);
	}

	pending(space: SpaceId): PendingIntent[] {
		return this.parts.outbox.entries
			.filter(({ row }) => row.space === space && row.refused === null)
			.map(({ row, intent }) => ({ id: row.id, intent }));
	}

	get ownPlace(): OwnPlace {
		const { fold, keys } = this.parts.spaces.personal;
		return { fold, pending: this.pending(keys.space) };
	}

	/** Where the newest thing that came stands, and how far it was looked at; null while alone. */
	get inbox(): { space: SpaceId; newest: number; seen: number } | null {
		const { open } = this.parts.spaces;
		if (open === null || this.together === null) return null;
		const { space, own } = open.keys;
		const seen = seenIn(this.ownPlace, space);
		return { space, newest: newestCame({ fold: open.fold, me: own.member }), seen };
	}

	private came(nowMs: number): CameView[] {
		const { inbox, together } = this;
		const { open } = this.parts.spaces;
		if (open === null || inbox === null || together === null) return [];
		const { space, seen: seenSeq } = inbox;
		const { welcomesBodyWords } = together.me;
		const me = open.keys.own.member;
		const { kept } = this.talk;
		return composeInbox({ space, me, fold: open.fold, welcomesBodyWords, kept, seenSeq }, nowMs);
	}

	private thanksIn({ keys: { space, own }, fold }: SpaceLog): ComposedThanks[] {
		return composeThanks({ space, me: own.member, fold, pending: this.pending(space) });
	}

	private findTogether(): TogetherView | null {
		const { open } = this.parts.spaces;
		const place = open && this.place(open);
		return place && composeTogether(place);
	}

	/** Newest first. One that nobody joined was never shared. */
	private closed() {
		const { spaces, sealed } = this.parts;
		return spaces.shared
			.filter((log) => spaces.isClosed(log) && factsOf(log)?.joined === true)
			.flatMap((log) => {
				const place = this.place(log);
				const { space } = log.keys;
				const answers = sealed.opened.map(({ row }) => row).filter((row) => row.space === space);
				const here = { answers, isGone: spaces.isGone(log) };
				return place ? [composeClosed(place, space, here)] : [];
			})
			.reverse();
	}

	/** Who the person at this phone is in each space, and what they want to read there. */
	private readers() {
		return new Map(
			this.parts.spaces.shared.map(({ keys: { space, own } }) => {
				const { together } = this;
				const welcomesBodyWords = together?.space === space && together.me.welcomesBodyWords;
				return [space, { me: own.member, welcomesBodyWords }];
			})
		);
	}
}
