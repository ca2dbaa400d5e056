/** A worker's meters. */
package dev.rivulet.worker.metrics;
