/** Finding turns in Kafka by their id, and what they are at the moment. */
package dev.rivulet.gateway.lookup;
