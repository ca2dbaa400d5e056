/** Who calls, and the names of sessions: the only place where a name becomes a key. */
package dev.rivulet.gateway.identity;
