/** Everything that talks to Kafka, and whether it can be talked to. */
package dev.rivulet.gateway.cluster;
