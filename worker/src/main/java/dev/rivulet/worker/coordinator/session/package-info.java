/** The rules of a session and its state. Pure: no Kafka, no I/O, no clock. */
package dev.rivulet.worker.coordinator.session;
