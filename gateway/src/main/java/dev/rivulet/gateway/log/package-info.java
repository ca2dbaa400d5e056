/** Everything that talks to Kafka: publishing commands, asking the coordinator, reading events. */
package dev.rivulet.gateway.log;
