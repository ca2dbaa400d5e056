/** One or three real Kafka brokers inside this JVM. */
package dev.rivulet.testkit.kafka;
