/** What a provider says beside the answer, above all of a failed call: read from its response, made safe to pass on. */
package dev.rivulet.worker.provider.failure;
