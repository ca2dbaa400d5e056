/** What is known about a failed call: read from the provider's response, made safe for logs. */
package dev.rivulet.worker.provider.failure;
