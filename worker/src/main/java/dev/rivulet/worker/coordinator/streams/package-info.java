/** Kafka Streams around the rules of a session: reads inputs, stores state, carries out effects. */
package dev.rivulet.worker.coordinator.streams;
