import { m } from '#lib/paraglide/messages.js';
import FilePenLine from '~icons/lucide/file-pen-line';
import MailOpen from '~icons/lucide/mail-open';
import MessagesSquare from '~icons/lucide/messages-square';
import Sun from '~icons/lucide/sun';
import type { IconSource, Tab } from './types';
import UsGlyph from './UsGlyph.svelte';

export const tabs: readonly { tab: Tab; href: string; icon: IconSource; name: () => string }[] = [
	{ tab: 'today', href: '/today', icon: Sun, name: m.shell_tab_today },
	{ tab: 'talk', href: '/talk', icon: MessagesSquare, name: m.shell_tab_talk },
	{ tab: 'agreements', href: '/agreements', icon: FilePenLine, name: m.shell_tab_agreements },
	{ tab: 'thanks', href: '/thanks', icon: MailOpen, name: m.shell_tab_thanks },
	{ tab: 'us', href: '/us', icon: UsGlyph, name: m.shell_tab_us }
];
