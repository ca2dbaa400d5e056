/** Which faults come when, and how they are brought about. */
package dev.rivulet.local.chaos.fault;
