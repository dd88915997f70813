import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#lib/intents/app-error.js';
import type { NoteWords } from '#lib/intents/notes.js';
import { Keeper, PAUSE_MS, type Store } from './keeper.svelte';

class Paper implements Store<NoteWords> {
	written: string[] = [];
	refusal: AppError | null = null;
	keepDraft = (_: string, words: NoteWords) => this.#write(`draft ${words.text}`, { keptMs: 1 });
	save = (_: string, words: NoteWords) => this.#write(`note ${words.text}`, undefined);

	#write<T>(line: string, answer: T): Promise<T> {
		if (this.refusal) return Promise.reject(this.refusal);
		this.written.push(line);
		return Promise.resolve(answer);
	}
}

const typed = (text: string): NoteWords => ({ title: '', text });

describe('keeping what is typed', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('seals a draft once at a pause, not at each letter', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('o'));
		await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
		keeper.typed(typed('on'));
		await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
		expect(paper.written).toEqual([]);
		expect(keeper.unkept()).toEqual({ id: 'a', title: '', text: 'on' });
		await vi.advanceTimersByTimeAsync(1);
		expect(paper.written).toEqual(['draft on']);
		expect(keeper.kept).toEqual({ as: 'draft', atMs: 1 });
		expect(keeper.unkept()).toBeNull();
	});

	it('saves without waiting for the pause, and no draft follows', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper, () => 7);
		keeper.typed(typed('one'));
		expect(await keeper.save()).toBe(true);
		await vi.advanceTimersByTimeAsync(PAUSE_MS);
		expect(paper.written).toEqual(['note one']);
		expect(keeper.kept).toEqual({ as: 'saved', atMs: 7 });
	});

	it('saves a draft that was read and not touched again', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.opened(typed('found'), 3);
		expect(await keeper.save()).toBe(true);
		expect(paper.written).toEqual(['note found']);
	});

	it('writes nothing for a note that was only read', async () => {
		const paper = new Paper();
		expect(await new Keeper('a', paper).save()).toBe(true);
		expect(paper.written).toEqual([]);
	});

	it('keeps the words due after a refusal and tells why, until they are kept', async () => {
		const paper = new Paper();
		paper.refusal = new AppError('storage');
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		expect(await keeper.save()).toBe(false);
		expect(keeper.problem).toBe('storage');
		expect(keeper.unkept()?.text).toBe('one');
		paper.refusal = null;
		expect(await keeper.save()).toBe(true);
		expect(keeper.problem).toBeNull();
		expect(paper.written).toEqual(['note one']);
	});

	it('keeps typing that arrives while a save is under way', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		const saving = keeper.save();
		keeper.typed(typed('one two'));
		await saving;
		await vi.advanceTimersByTimeAsync(PAUSE_MS);
		expect(paper.written.at(-1)).toContain('one two');
		expect(await keeper.save()).toBe(true);
		expect(paper.written.at(-1)).toBe('note one two');
	});

	it('is due until what is typed is saved, and still while that is under way', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		expect(keeper.due).toBe(false);
		keeper.typed(typed('one'));
		const dueAtSave: boolean[] = [];
		const { save } = paper;
		paper.save = (id, words) => {
			dueAtSave.push(keeper.due);
			return save(id, words);
		};
		await keeper.save();
		expect(dueAtSave).toEqual([true]);
		expect([keeper.due, keeper.touched]).toEqual([false, true]);
	});

	it('writes nothing after the words were handed on', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		const shared = await keeper.handOn(() => Promise.resolve('shared'));
		await vi.advanceTimersByTimeAsync(PAUSE_MS);
		expect(await keeper.save()).toBe(true);
		expect(shared).toBe('shared');
		expect(paper.written).toEqual(['draft one']);
		expect(keeper.touched).toBe(false);
		expect(keeper.kept).toBeNull();
	});

	it('has the last words sealed before they are handed on', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		await keeper.handOn(() => Promise.resolve(paper.written.push('shared')));
		expect(paper.written).toEqual(['draft one', 'shared']);
	});

	it('has everything as it was where handing on fails', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		const handing = keeper.handOn(() => Promise.reject(new AppError('signed_out')));
		await expect(handing).rejects.toThrow(AppError);
		expect(keeper.touched).toBe(true);
		expect(paper.written).toEqual(['draft one']);
		expect(await keeper.save()).toBe(true);
		expect(paper.written).toEqual(['draft one', 'note one']);
	});

	it('tells a quick exit the words that could not be sealed before handing on failed', async () => {
		const paper = new Paper();
		paper.refusal = new AppError('signed_out');
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		const handing = keeper.handOn(() => Promise.reject(new AppError('signed_out')));
		await expect(handing).rejects.toThrow(AppError);
		expect(keeper.unkept()?.text).toBe('one');
	});

	it('keeps what is typed while the words before it are handed on', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		await keeper.handOn(async () => {
			keeper.typed(typed('two'));
			return Promise.resolve();
		});
		await vi.advanceTimersByTimeAsync(PAUSE_MS);
		expect(paper.written).toEqual(['draft one', 'draft two']);
	});

	it('lets no save overtake the handing on', async () => {
		const paper = new Paper();
		const keeper = new Keeper('a', paper);
		keeper.typed(typed('one'));
		const handing = keeper.handOn(() => Promise.resolve());
		expect(await keeper.save()).toBe(true);
		await handing;
		expect(paper.written).toEqual(['draft one']);
	});
});
