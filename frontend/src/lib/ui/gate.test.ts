import { expect, it } from 'vitest';
import { gate } from './gate';

it.each(['starting', 'signed_out', 'locked', 'open'] as const)(
	'r22: the safety pages are drawn while the session is %s',
	(phase) => {
		expect(gate(phase, '/safety')).toBe('screen');
		expect(gate(phase, '/safety/questions')).toBe('screen');
	}
);

it('draws the lock in place of every signed-in screen, and of welcome', () => {
	for (const path of ['/', '/today', '/us/notes/1', '/needs-you', '/no-such-page'])
		expect(gate('locked', path)).toBe('lock');
});

it('lets a locked phone reach sign-in, sign-up and recovery, and nothing that begins like them', () => {
	for (const path of ['/sign-in', '/sign-up', '/sign-up/too-young', '/recover'])
		expect(gate('locked', path)).toBe('screen');
	expect(gate('locked', '/recovered')).toBe('lock');
});

it('shows an invitation in every phase, and the way on only where an account is open', () => {
	for (const phase of ['signed_out', 'locked', 'open'] as const) {
		expect(gate(phase, '/join')).toBe('screen');
		expect(gate(phase, '/join/look')).toBe('screen');
	}
	expect(gate('signed_out', '/us/join')).toBe('/');
	expect(gate('locked', '/us/join')).toBe('lock');
	expect(gate('open', '/us/join')).toBe('screen');
});

it('sends a phone without an account from signed-in screens to welcome', () => {
	expect(gate('signed_out', '/us')).toBe('/');
	expect(gate('signed_out', '/')).toBe('screen');
});

it('opens Today where the account is open, and leaves a finished recovery on its screen', () => {
	expect(gate('open', '/')).toBe('/today');
	expect(gate('open', '/recover')).toBe('screen');
});

it('draws nothing of any account before the phase is known', () => {
	expect(gate('starting', '/')).toBe('blank');
	expect(gate('starting', '/today')).toBe('blank');
});
