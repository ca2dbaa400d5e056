/** Broker, provider, worker and gateway in one JVM. */
package dev.rivulet.local.stack;
