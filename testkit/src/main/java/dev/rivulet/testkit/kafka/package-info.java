/** A real Kafka broker, or three, inside this JVM. */
package dev.rivulet.testkit.kafka;
