// The phone draws every screen: there is no server that could read one.
export const ssr = false;
export const prerender = false;
