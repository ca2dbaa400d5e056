/** A worker: takes prompts from Kafka, streams completions from a provider and writes them back. */
package dev.rivulet.worker;
