/** The settings of Kafka's clients, and the topics at start. */
package dev.rivulet.runtime.kafka;
