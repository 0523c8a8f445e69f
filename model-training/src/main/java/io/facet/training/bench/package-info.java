/**
 * Speed and memory of training steps: the same network, batch and number of threads here and in PyTorch under Python, by
 * turns in one run, so that what else the machine does falls on both.
 */
package io.facet.training.bench;
