/** From a request to a turn in Kafka: reading what a client asks for, and submitting it once. */
package dev.rivulet.gateway.submit;
