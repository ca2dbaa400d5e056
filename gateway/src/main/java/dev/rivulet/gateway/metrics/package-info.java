/** What a gateway counts. */
package dev.rivulet.gateway.metrics;
