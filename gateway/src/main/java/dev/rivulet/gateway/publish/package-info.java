/** From a client's prompt to a record in Kafka. */
package dev.rivulet.gateway.publish;
