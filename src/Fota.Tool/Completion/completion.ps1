# Completion of fota for PowerShell. In $PROFILE:  fota completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName fota -ScriptBlock {
    param($word, $command, $cursor)
    $program = $command.CommandElements[0].Extent
    # From the program's name to the cursor, with the blank before it, which is no part of the parsed command.
    $typed = $command.Extent.Text.PadRight($cursor - $command.Extent.StartOffset).Substring(0, $cursor - $command.Extent.StartOffset)
    $line = 'fota' + $typed.Substring($program.Text.Length)
    # Options only once a dash is typed: where a file may stand, nothing found means files.
    & $program.Text "[suggest:$($line.Length)]" $line 2>$null |
        Where-Object { $_.StartsWith($word) -and (-not $_.StartsWith('-') -or $word.StartsWith('-')) } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
