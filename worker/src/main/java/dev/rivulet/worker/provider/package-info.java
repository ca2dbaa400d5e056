/** Providers of completions: their configuration, calls and errors, whatever protocol they have. */
package dev.rivulet.worker.provider;
