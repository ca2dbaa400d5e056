/** The meters of a process. */
package dev.rivulet.runtime.metrics;
