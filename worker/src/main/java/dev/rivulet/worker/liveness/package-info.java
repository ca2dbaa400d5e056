/** Heartbeats of workers, which of them are dead, and stop notices from one worker to another. */
package dev.rivulet.worker.liveness;
