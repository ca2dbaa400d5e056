/** Runs attempts: calls the provider, publishes deltas, writes the result. */
package dev.rivulet.worker.execution;
