/** Discrete events: how turns are placed, wait, and are taken over. */
package dev.rivulet.bench.capacity.simulation;
