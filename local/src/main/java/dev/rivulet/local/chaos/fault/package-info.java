/** Chooses faults and injects them. */
package dev.rivulet.local.chaos.fault;
