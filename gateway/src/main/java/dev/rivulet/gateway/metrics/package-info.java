/** The metrics that a gateway exposes. */
package dev.rivulet.gateway.metrics;
