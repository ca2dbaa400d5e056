/** What can happen beside streams of turns: many readers, cut connections, long sessions, idle connections. */
package dev.rivulet.bench.scenario;
