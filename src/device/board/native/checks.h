/* Checks of a program that ends with the first that fails. */
#ifndef CHECKS_H
#define CHECKS_H

#include <stdio.h>
#include <stdlib.h>

static int checks;

static void require(int condition, const char *what)
{
    checks++;
    if (!condition) {
        fprintf(stderr, "%s\n", what);
        exit(1);
    }
}

#endif
