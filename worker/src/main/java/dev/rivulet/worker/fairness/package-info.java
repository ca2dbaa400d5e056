/** Who shares what turns wait for, and how. */
package dev.rivulet.worker.fairness;
