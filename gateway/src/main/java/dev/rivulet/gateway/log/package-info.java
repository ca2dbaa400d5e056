/** Access to Kafka: publishes commands, sends requests to coordinators, reads events. */
package dev.rivulet.gateway.log;
