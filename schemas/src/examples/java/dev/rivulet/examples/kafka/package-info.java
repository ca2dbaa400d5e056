/**
 * A backend that integrates over events: it publishes prompts to Kafka and consumes whole answers, without HTTP and
 * without a class of Rivulet. Plain Kafka clients and Jackson; the records are described in {@code docs/protocol.md}
 * and by JSON Schemas.
 */
package dev.rivulet.examples.kafka;
